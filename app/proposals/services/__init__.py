"""The only writers of proposals; services flush and never commit."""
