"""The charges (meubles) of the four quarters, drawn around (0, 0) in a square of 80. Pure."""

from __future__ import annotations

from math import cos, pi, sin


def star(points: int = 8, outer: float = 38, inner: float = 13) -> str:
    """An eight-pointed star, the one by which ships steer: aims."""
    corners = []
    for index in range(points * 2):
        radius = inner if index % 2 else (outer if index % 4 == 0 else outer * 0.72)
        angle = pi * index / points - pi / 2
        corners.append(f"{radius * cos(angle):.1f},{radius * sin(angle):.1f}")
    return f'<polygon points="{" ".join(corners)}"/><circle r="4.500" fill="none" stroke-width="2.500"/>'


def sheaf() -> str:
    """A sheaf of wheat (gerbe), tied: what is held together, values."""
    ears = "".join(_grain(side, -29 - 9 * row) for row in range(3) for side in (-1, 1))
    ear = f'<path fill="none" stroke-width="2.600" d="M0 0V-50"/>{ears}'
    fan = "".join(
        f'<g transform="translate(0 14) rotate({degrees}) scale(.94)" stroke-width=".4">{ear}</g>'
        for degrees in (-42, -21, 0, 21, 42)
    )
    feet = "M0 14V38M0 14L-9 38M0 14L9 38M0 14L-17 35M0 14L17 35"
    tie = '<rect x="-9" y="8" width="18" height="8" rx="3"/>'
    return f'{fan}<path fill="none" stroke-width="2.600" d="{feet}"/>{tie}'


def _grain(side: int, y: int) -> str:
    x = side * 4.4
    return f'<ellipse cx="{x}" cy="{y}" rx="2.600" ry="5.600" transform="rotate({side * 26} {x} {y})"/>'


def portcullis() -> str:
    """A portcullis (herse): what does not pass, prohibitions."""
    bars = "".join(f"M{x} -32V26l-4 0 4 11 4 -11 -4 0" for x in (-27, -9, 9, 27))
    rails = "".join(f"M-36 {y}H36" for y in (-30, -11, 8))
    return f'<path fill="none" stroke-width="5.500" d="{rails}"/><path stroke-width="5" d="{bars}"/>'


def hand() -> str:
    """An open raised hand (main appaumée): one person, one voice, democratic rules."""
    palm = "M-15 38V22C-21 15 -29 7 -33 -1c-3-6 5-10 9-5l9 10"
    fingers = (
        "V-25c0-8 10-8 10 0V-4h1.500V-33c0-8 10.500-8 10.500 0V-4h1.500V-28c0-8 10-8 10 0V-1"
        "h1.500V-18c0-7.500 9.500-7.500 9.500 0V10c0 8-4 13-7 17V38z"
    )
    return f'<path stroke-width="1.500" stroke-linejoin="round" d="{palm}{fingers}"/>'


CHARGES = (star(), sheaf(), portcullis(), hand())
