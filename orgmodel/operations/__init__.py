"""Operations: the verbs of restructuring, as data and as what they do."""
