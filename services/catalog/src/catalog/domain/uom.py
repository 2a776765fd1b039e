"""Units of measure by their UN/ECE codes: Recommendation 20 (units) and 21 (packages, prefixed by X).

Source of codes: UNECE Recommendations 20 and 21, as EN 16931 uses them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Uom:
    """A unit; `decimals` is how many a quantity in it has when nothing else is said."""

    code: str
    name_fr: str
    name_en: str
    decimals: int


UOMS: dict[str, Uom] = {
    code: Uom(code, name_fr, name_en, decimals)
    for code, name_fr, name_en, decimals in (
        ("C62", "unité", "one", 0),
        ("H87", "pièce", "piece", 0),
        ("EA", "pièce (chaque)", "each", 0),
        ("PR", "paire", "pair", 0),
        ("SET", "jeu", "set", 0),
        ("DZN", "douzaine", "dozen", 0),
        ("CEN", "centaine", "hundred", 0),
        ("MIL", "millier", "thousand", 0),
        ("KGM", "kilogramme", "kilogram", 3),
        ("GRM", "gramme", "gram", 0),
        ("TNE", "tonne", "tonne", 6),
        ("MTR", "mètre", "metre", 3),
        ("CMT", "centimètre", "centimetre", 1),
        ("MMT", "millimètre", "millimetre", 0),
        ("KMT", "kilomètre", "kilometre", 3),
        ("MTK", "mètre carré", "square metre", 3),
        ("MTQ", "mètre cube", "cubic metre", 6),
        ("LTR", "litre", "litre", 3),
        ("MLT", "millilitre", "millilitre", 0),
        ("HLT", "hectolitre", "hectolitre", 5),
        ("HUR", "heure", "hour", 2),
        ("DAY", "jour", "day", 2),
        ("MON", "mois", "month", 0),
        ("KWH", "kilowattheure", "kilowatt hour", 3),
        ("XBG", "sac", "bag", 0),
        ("XBO", "bouteille", "bottle", 0),
        ("XBX", "boîte", "box", 0),
        ("XCA", "canette", "can", 0),
        ("XCR", "caisse", "crate", 0),
        ("XCS", "caisse (carton)", "case", 0),
        ("XCT", "carton", "carton", 0),
        ("XDR", "fût", "drum", 0),
        ("XPA", "paquet", "packet", 0),
        ("XPK", "colis", "package", 0),
        ("XPX", "palette", "pallet", 0),
        ("XRO", "rouleau", "roll", 0),
        ("XTU", "tube", "tube", 0),
        ("XST", "feuille", "sheet", 0),
    )
}
