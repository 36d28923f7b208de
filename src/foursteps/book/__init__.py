"""What makes the book: its tables (`data`), its prose and notebooks (`prose`), its `site`."""
