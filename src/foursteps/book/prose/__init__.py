"""Notebooks executed and stored, numbers filled into prose, terms linked to the glossary."""
