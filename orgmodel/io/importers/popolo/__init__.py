"""Popolo: organisations, posts and memberships as JSON."""
