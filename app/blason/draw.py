"""A collective's blason as a heraldic shield in SVG: four quarters and a ribbon. Pure and deterministic.

Écu français moderne, écartelé: 1 azure, a star (aims); 2 or, a sheaf (values); 3 gules, a portcullis
(prohibitions); 4 vert, a hand appaumée (democratic rules). Presentation attributes only: it passes a strict
content policy, and stands alone as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from app.blason.charges import CHARGES
from app.blason.fitting import LEADING, Fitted, fit, gap, printable, width

WIDTH, HEIGHT = 840, 1060
_FACE = "'Iowan Old Style','Palatino Linotype',Palatino,P052,'Book Antiqua',Georgia,serif"
_ECU = "M60 30H780V800Q780 880 700 880H500Q440 880 420 915Q400 880 340 880H140Q60 880 60 800Z"
_INK, _PAPER, _GOLD, _BARE = "#241d16", "#fffcf5", "#e3b23c", "#d9cbb2"
# (field, text, charge) of each quarter; text on its field is never under 6:1.
_TINCTURES = (
    ("#1d4680", "#fffcf5", "#f2cf6b"),
    ("#edc55a", "#241d16", "#8d1526"),
    ("#8d1526", "#fffcf5", "#f2cf6b"),
    ("#1a573a", "#fffcf5", "#f2cf6b"),
)
_CORNERS = ((60, 30), (420, 30), (60, 450), (420, 450))
_QUARTER = (360, 420)
_MARGIN = 26
_TITLE_SIZES = (25, 24, 23, 22, 21, 20, 18, 16)
_EMBLEM_SIZES = (40, 38, 36, 34, 32, 30, 28, 24)
_SIZES = (34, 31, 28, 26, 24, 22, 20, 18, 17)
_NAME_SIZES = (52, 46, 40, 36, 32, 28, 25, 22)


@dataclass(frozen=True)
class Quarter:
    """One quarter: its title, its sentences, and what it says while there are none."""

    title: str
    sentences: tuple[str, ...]
    blank: str = ""


@dataclass(frozen=True)
class Arms:
    """What is drawn. `more(n)` words the n sentences without a place; `description` is read aloud."""

    name: str
    quarters: tuple[Quarter, Quarter, Quarter, Quarter]
    title: str
    description: str
    more: Callable[[int], str]


def draw(arms: Arms, prefix: str = "arms", *, words: bool = True) -> str:
    """The shield as an SVG element; `prefix` keeps its identifiers apart when a page shows several.

    Without `words`, an emblem to be seen small: large charges, and the titles of the quarters alone.
    """
    quarter = _quarter if words else _emblem
    quarters = "".join(quarter(index, arms) for index in range(4))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="shield" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{prefix}-title {prefix}-desc" font-family="{_FACE}" text-anchor="middle">'
        f'<title id="{prefix}-title">{_safe(arms.title)}</title>'
        f'<desc id="{prefix}-desc">{_safe(arms.description)}</desc>'
        f'<clipPath id="{prefix}-ecu"><path d="{_ECU}"/></clipPath>'
        f'<g clip-path="url(#{prefix}-ecu)">{quarters}'
        f'<path d="M420 30V920M60 450H780" stroke="{_PAPER}" stroke-width="10"/>'
        f'<path d="M420 30V920M60 450H780" stroke="{_INK}" stroke-width="2.500"/></g>'
        f'<path d="{_ECU}" fill="none" stroke="{_GOLD}" stroke-width="13" stroke-linejoin="round"/>'
        f'<path d="{_ECU}" fill="none" stroke="{_INK}" stroke-width="4" stroke-linejoin="round"/>'
        f"{_ribbon(arms.name)}</svg>"
    )


def outline(filled: Sequence[bool], title: str, prefix: str = "outline") -> str:
    """The shield alone, large charges and no words; a quarter not yet `filled` is drawn and not painted.

    For a room that watches it fill up: the words stand beside it, as large as they must be.
    """
    quarters = "".join(_field(index, filled[index]) for index in range(4))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="shield" viewBox="50 20 740 905" role="img" '
        f'aria-labelledby="{prefix}-title"><title id="{prefix}-title">{_safe(title)}</title>'
        f'<clipPath id="{prefix}-ecu"><path d="{_ECU}"/></clipPath>'
        f'<g clip-path="url(#{prefix}-ecu)">{quarters}'
        f'<path d="M420 30V920M60 450H780" stroke="{_PAPER}" stroke-width="10"/>'
        f'<path d="M420 30V920M60 450H780" stroke="{_INK}" stroke-width="2.500"/></g>'
        f'<path d="{_ECU}" fill="none" stroke="{_GOLD}" stroke-width="13" stroke-linejoin="round"/>'
        f'<path d="{_ECU}" fill="none" stroke="{_INK}" stroke-width="4" stroke-linejoin="round"/></svg>'
    )


def _field(index: int, is_filled: bool) -> str:
    (painted, _ink, metal), (x, y) = _TINCTURES[index], _CORNERS[index]
    field, charge = (painted, metal) if is_filled else (_PAPER, _BARE)
    middle, below = x + _QUARTER[0] / 2, 50 if index > 1 else 0
    return (
        f'<g class="quarter-{"painted" if is_filled else "bare"}">'
        f'<rect x="{x}" y="{y}" width="{_QUARTER[0]}" height="{_QUARTER[1] + below}" fill="{field}"/>'
        f'<g transform="translate({middle} {y + 205}) scale(2.7)" fill="{charge}" stroke="{charge}" '
        f'stroke-linecap="round">{CHARGES[index]}</g></g>'
    )


def _quarter(index: int, arms: Arms) -> str:
    quarter, (field, ink, metal), (x, y) = arms.quarters[index], _TINCTURES[index], _CORNERS[index]
    middle = x + _QUARTER[0] / 2
    head = y + 132
    below = 50 if index > 1 else 0  # the lower fields run on under the rounded base
    box = (_QUARTER[0] - 2 * _MARGIN, _QUARTER[1] - 132 - (30 if below else 40))
    blank = not quarter.sentences
    fitted = fit((quarter.blank,) if blank and quarter.blank else quarter.sentences, box, _SIZES)
    return (
        f'<rect x="{x}" y="{y}" width="{_QUARTER[0]}" height="{_QUARTER[1] + below}" fill="{field}"/>'
        f'<g transform="translate({middle} {y + 56}) scale(.9)" fill="{metal}" stroke="{metal}" '
        f'stroke-linecap="round">{CHARGES[index]}</g>'
        f'<text x="{middle}" y="{head - 8}" font-weight="700" fill="{metal}" {_title(quarter.title)}</text>'
        f'<g fill="{ink}"{" font-style=" + chr(34) + "italic" + chr(34) if blank else ""}>'
        f"{_sentences(fitted, middle, head + 8, box[1], metal, arms.more)}</g>"
    )


def _emblem(index: int, arms: Arms) -> str:
    (field, ink, metal), (x, y) = _TINCTURES[index], _CORNERS[index]
    middle, below = x + _QUARTER[0] / 2, 50 if index > 1 else 0
    box = (_QUARTER[0] - 2 * _MARGIN, 110)
    size = min(fit((quarter.title,), box, _EMBLEM_SIZES).size for quarter in arms.quarters)  # one for all
    fitted = fit((arms.quarters[index].title,), box, (size,))
    words = "".join(
        f'<text x="{middle}" y="{y + 312 + rank * size * LEADING:.1f}">{_safe(line)}</text>'
        for rank, line in enumerate(fitted.sentences[0] if fitted.sentences else ())
    )
    return (
        f'<rect x="{x}" y="{y}" width="{_QUARTER[0]}" height="{_QUARTER[1] + below}" fill="{field}"/>'
        f'<g transform="translate({middle} {y + 154}) scale(2.1)" fill="{metal}" stroke="{metal}" '
        f'stroke-linecap="round">{CHARGES[index]}</g>'
        f'<g font-size="{size}" font-weight="700" fill="{ink}">{words}</g>'
    )


def _title(title: str) -> str:
    fitted = fit((title,), (_QUARTER[0] - 2 * _MARGIN, 30), _TITLE_SIZES)
    return f'font-size="{fitted.size}">' + "".join(
        _safe(line) for lines in fitted.sentences for line in lines[:1]
    )


def _sentences(
    fitted: Fitted, middle: float, top: float, room: float, metal: str, more: Callable[[int], str]
) -> str:
    size, parts = fitted.size, []
    y = top + max(0.0, (room - fitted.height) / 2)
    for index, lines in enumerate(fitted.sentences):
        if index:
            parts.append(_lozenge(middle, y + gap(size) / 2, metal))
            y += gap(size)
        for line in lines:
            parts.append(
                f'<text x="{middle}" y="{y + size * 0.95:.1f}" font-size="{size}">{_safe(line)}</text>'
            )
            y += size * LEADING
    if fitted.hidden:
        parts.append(
            f'<text x="{middle}" y="{y + size * 0.95:.1f}" font-size="{size}" font-style="italic">'
            f"{_safe(more(fitted.hidden))}</text>"
        )
    return "".join(parts)


def _lozenge(x: float, y: float, fill: str) -> str:
    return f'<path fill="{fill}" d="M{x} {y - 5:.1f}l5 5-5 5-5-5z"/>'


def _ribbon(name: str) -> str:
    fitted = fit((name,), (610, 92), _NAME_SIZES)
    lines = fitted.sentences[0] if fitted.sentences else ()
    first = 996 - len(lines) * fitted.size * LEADING / 2 + fitted.size * 0.97
    words = "".join(
        f'<text x="420" y="{first + index * fitted.size * LEADING:.1f}" font-size="{fitted.size}" '
        f'font-weight="700" fill="{_INK}">{_safe(line)}</text>'
        for index, line in enumerate(lines)
    )
    edge = f'stroke="{_INK}" stroke-width="3" stroke-linejoin="round"'
    return (
        f'<path d="M100 955H12L52 1000 12 1045H160V955Z" fill="#d9c69a" {edge}/>'
        f'<path d="M740 955H828L788 1000 828 1045H680V955Z" fill="#d9c69a" {edge}/>'
        f'<path d="M90 1028L160 1045V1028ZM750 1028L680 1045V1028Z" fill="#7d6a45" {edge}/>'
        f'<path d="M90 930Q420 962 750 930V1028Q420 1060 90 1028Z" fill="{_PAPER}" {edge}/>{words}'
    )


def _safe(text: str) -> str:
    return escape(printable(text))


def widest_line(fitted: Fitted) -> float:
    """The width of the longest line, in the drawing's units: what must not exceed its box."""
    return max((width(line) * fitted.size for lines in fitted.sentences for line in lines), default=0.0)
