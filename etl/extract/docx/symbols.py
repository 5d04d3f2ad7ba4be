"""Signs of fonts that have a code of their own (Symbol, Wingdings) as Unicode."""

import re

_SYMBOL = dict(
    zip(
        (*range(0x20, 0x7F), *range(0xA0, 0xFF)),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
"""Those that office programs put into texts by themselves, and ticks."""
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def symbol(code: int, font: str) -> str:
    """Return the sign of a `w:sym`: its code, which may be moved to the private area (U+F000), in a font. One that is not known is a space."""
    signs = _signs(font)
    if signs is None:
        return chr(code) if 0x20 <= code < 0xD800 or 0xF8FF < code <= 0x10FFFF else " "
    return signs.get(code - 0xF000 if code >= 0xF000 else code, " ")


def in_font(text: str, font: str) -> str:
    """Return a text as it looks in a font: one of signs has them in the private area."""
    signs = _signs(font)
    return text if signs is None else _PRIVATE.sub(lambda match: signs.get(ord(match[0]) - 0xF000, " "), text)


def _signs(font: str) -> dict[int, str] | None:
    name = font.lower()
    return _SYMBOL if name == "symbol" else _WINGDINGS if name.startswith("wingdings") else None
