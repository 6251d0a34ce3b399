"""The only writers of deliberations; each act keeps the search index right in the same transaction."""
