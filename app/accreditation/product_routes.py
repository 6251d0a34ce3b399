"""What is taken in charge, type of product by type: at which rates, on which conditions, and where."""

from __future__ import annotations

from flask import g, request, url_for

from app.accreditation.product_reading import counts, offered
from app.accreditation.routes import Answer, bp, today
from app.accreditation.wording import product_names
from app.charter.rate_fields import rows_of
from app.charter.services import current_charter
from app.errors import Unseen
from app.web import everyone, render, requires


@bp.get("/produits")
@requires(everyone)
def products_index() -> Answer:
    """Every type of product, from which rate to which, and in how many venues."""
    charter = current_charter(g.collective.id)
    return render(
        "accreditation/products.html",
        charter=charter,
        rate_rows=rows_of(charter),
        counts=counts(g.collective.id, [product.code for product in charter.products], today()),
    )


@bp.get("/produits/<code>")
@requires(everyone)
def product(code: str) -> Answer:
    """One type of product: its rates, what the charter asks of it, where it is taken in charge."""
    charter = current_charter(g.collective.id)
    names = product_names(charter)
    if code not in names:
        raise Unseen
    return render(
        "accreditation/product.html",
        charter=charter,
        code=code,
        name=names[code],
        rate_rows=rows_of(charter),
        found=offered(g.collective.id, code, request.args.get("page", 1, type=int), today()),
        page_url=lambda page: url_for("accreditation.product", code=code, page=page),
    )
