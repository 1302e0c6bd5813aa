"""The keys of Popolo's classes, as its JSON schemas list them."""

from __future__ import annotations

KEYS = {
    "organizations": (
        "id", "name", "other_names", "identifiers", "classification", "parent_id", "parent", "area_id", "area",
        "abstract", "description", "founding_date", "dissolution_date", "image", "contact_details", "links",
        "memberships", "posts", "motions", "vote_events", "votes", "children", "created_at", "updated_at", "sources",
        "@context", "@id", "@type",
    ),
    "posts": (
        "id", "label", "other_label", "role", "organization_id", "organization", "area_id", "area", "start_date",
        "end_date", "contact_details", "links", "memberships", "created_at", "updated_at", "sources",
    ),
    "persons": (
        "id", "name", "other_names", "identifiers", "family_name", "given_name", "additional_name", "honorific_prefix",
        "honorific_suffix", "patronymic_name", "sort_name", "email", "gender", "birth_date", "death_date", "image",
        "summary", "biography", "national_identity", "contact_details", "links", "memberships", "motions", "votes",
        "created_at", "updated_at", "sources",
    ),
    "memberships": (
        "id", "label", "role", "member_id", "member", "person_id", "person", "organization_id", "organization",
        "post_id", "post", "on_behalf_of_id", "on_behalf_of", "area_id", "area", "start_date", "end_date",
        "contact_details", "links", "created_at", "updated_at", "sources",
    ),
}  # fmt: skip
"""The classes that are read, each with the keys of its published schema."""

CARRIED = {
    "organizations": {"id", "name", "identifiers", "classification", "parent_id", "parent", "area_id", "founding_date", "dissolution_date"},
    "posts": {"id", "label", "organization_id", "organization"},
    "persons": {"id", "name", "gender", "birth_date"},
    "memberships": {"person_id", "person", "post_id", "post", "organization_id", "organization", "start_date", "end_date"},
}  # fmt: skip
"""The keys that have a place in a baseline; the role of a post has one where it has no label, and the
organization of a membership is that of its post."""

IDENTIFIER = ("scheme", "identifier")
"""The keys of an identifier."""
