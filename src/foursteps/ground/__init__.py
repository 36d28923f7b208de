"""What several wings need and no library has: files, notebooks, words, views of a chart."""
