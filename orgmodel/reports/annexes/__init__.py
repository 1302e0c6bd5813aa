"""The annexes of a proposal (Biểu), each a form computed in the scope of what is proposed, or none where it has no rows."""
