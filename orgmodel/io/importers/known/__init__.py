"""What is known of strangers' tables, as data: headings, words of status, kinds of unit and titles in several languages."""
