"""Why a charter cannot be. Pure."""

from __future__ import annotations


class InvalidDocument(ValueError):
    """A charter that cannot be.

    `code` is one of `not_a_document`, `bad_code`, `duplicate_code`, `empty_title`, `title_too_long`,
    `text_too_long`, `unknown_parent`, `wrong_parent`, `parent_missing`, `scope_missing`, `scope_unwanted`,
    `too_many_clauses`, `bad_number`, `duplicate_number`, `threshold_out_of_range`, `needs_unwanted`,
    `needs_out_of_range`, `bad_product`, `empty_product`, `duplicate_product`, `unknown_product`,
    `too_many_products`, `rate_out_of_range`, `rate_beyond_criteria`. `params` are texts (`clause` is a code).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
