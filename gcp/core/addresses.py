"""An address as people write it, taken apart so that two ways of writing it can be compared.

No outside list of addresses is asked. What cannot be made out is left empty, and counts as not
known rather than as different.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# How the last word of a street is written; the first word of each line is the one compared.
_STREET_TYPES = """
street st str|road rd|lane ln|avenue ave av|close cl clo|court ct crt|crescent cres cresc cr|
drive dr drv|gardens gdns gdn garden|grove gr grv gro|place pl|park pk|square sq|
terrace ter terr tce|way wy|walk wlk wk|hill hl|mews mws|row|rise|view vw|bank bnk|parade pde|green grn|mount mt|
wharf whf|quay qy|path|circus|estate est|buildings bldgs bldg|vale|yard yd|end|gate|side|wynd|
brae|loan|field fields|crossing|common|meadow meadows mdw|heights hts|villas|cottages|passage|alley
"""
_HOUSE_TYPES = """
house hse ho|cottage cott cot|farm farmhouse fm|lodge|hall|manor|barn|villa|bungalow|mill|rectory|
vicarage|tower twr|mansions mans|block|point
"""
_UNITS = frozenset(
    "flat apartment apt flt unit room studio maisonette bedsit".split()  # within a building
)
_PLOTS = frozenset("pitch caravan plot berth mooring chalet bay van".split())  # on a site
_NUMBER_WORDS = frozenset("no nr num number house".split())
_FLOORS = {
    "basement": "basement", "lower": "basement", "ground": "ground", "gf": "ground",
    "first": "first", "1st": "first", "second": "second", "2nd": "second", "third": "third",
    "3rd": "third", "top": "top", "upstairs": "upper", "upper": "upper", "downstairs": "ground",
    "rear": "rear", "back": "rear", "front": "front", "left": "left", "right": "right",
}  # fmt: skip
_FLOOR_WORDS = frozenset("floor flat of the at door house entrance".split())
_SITE_WORDS = frozenset("caravan site park holiday mobile home homes the static".split())
_LITTLE_WORDS = frozenset("the of at in on near by and".split())
_BUILDINGS = frozenset("court park view buildings".split())
UNKNOWN = "?"  # a flat that is said to be one, without which
MOST_LETTERS = 500

_POSTCODE = re.compile(r"\b([a-z][a-z0-9]{1,3} ?[0-9oil][a-z01]{2})[ \n]*$")
_NUMBER = re.compile(r"[0-9]{1,5}[a-z]?")
_LOOKS_LIKE = str.maketrans("oil", "011")


def _types(listed: str) -> dict[str, str]:
    lines = [line.split() for line in listed.replace("\n", "").split("|")]
    return {word: words[0] for words in lines for word in words}


STREET_TYPES, HOUSE_TYPES = _types(_STREET_TYPES), _types(_HOUSE_TYPES)


@dataclass(frozen=True)
class Address:
    """The parts of an address, in small letters; empty: not written, or not made out."""

    postcode: str = ""  # without spaces; O as 0, I and L as 1
    number: str = ""
    flat: str = ""
    house: tuple[str, ...] = ()  # the words of a house's or building's name
    street: tuple[str, ...] = ()  # the words of the street without its type
    street_type: str = ""


def postcode_sign(postcode: str) -> str:
    """A postcode as it is compared, however its O, 0, I, 1, spaces and dashes are written."""
    return re.sub(r"[^a-z0-9]", "", _plain(postcode)).translate(_LOOKS_LIKE)


@lru_cache(maxsize=20_000)
def read_address(address: str, postcode: str = "") -> Address:
    """Take an address apart; a postcode written within it counts where none stands by itself."""
    text = _plain(address[:MOST_LETTERS])
    sign, written = postcode_sign(postcode), _POSTCODE.search(re.sub("[,;]", " ", text))
    if written and re.search("[0-9]", written.group()):
        within = postcode_sign(written.group())
        if sign in ("", within):
            sign, text = within, text[: written.start()]
    return _read_parts(_parts(text), sign)


def read_home(name: str, address: str, postcode: str) -> Address:
    """The address of a home; "Caravan 9" is often written as its name."""
    place = read_address(address, postcode)
    if place.number or not re.search("[0-9]", name):
        return place
    return read_address(f"{name}, {address}", postcode)


def _plain(text: str) -> str:
    """Small letters without accents, with nothing but letters, digits and , / - between them."""
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    ).casefold()
    for sign, instead in (("'", ""), ("’", ""), (".", " "), ("&", " and ")):
        bare = bare.replace(sign, instead)
    return re.sub(r"[^a-z0-9,/\- \n;]", " ", re.sub("[()]", ",", bare))


def _parts(text: str) -> list[list[str]]:
    """The words between commas."""
    found = []
    for part in re.split(r"[,;\n]", text):
        part = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", part)
        part = re.sub(r"\s*/\s*", "/", part)
        part = re.sub(r"(?<![0-9a-z])-|-(?![0-9a-z])", " ", part)
        words = [_digits(word.strip("/-")) for word in part.split()]
        words = [word for word in words if word]
        if words:
            found.append(words)
    return found


def _digits(word: str) -> str:
    """A number with O for 0 or I for 1 as the number; a last L is a letter of its own."""
    if not re.search(r"[0-9]", word) or not re.fullmatch(r"[0-9oil]+[a-z]?", word):
        return word
    body, last = word[:-1], word[-1]
    return body.translate(_LOOKS_LIKE) + (last if last not in "oi" else last.translate(_LOOKS_LIKE))


class _Found:
    """What has been made out so far."""

    def __init__(self) -> None:
        self.number = self.flat = ""
        self.house: tuple[str, ...] = ()
        self.street: list[str] = []
        self.kind = ""
        self.plot = False


def _read_parts(parts: list[list[str]], postcode: str) -> Address:
    found, names = _Found(), []
    for words in parts:
        rest = _take_number(_take_floor(_take_unit(words, found), found), found)
        house, rest = _house_before(rest)
        names += [(each, bool(rest != words)) for each in (house, rest) if each]
    street = _street_among([rest for rest, _ in names], [cut for _, cut in names], found)
    for at, (rest, _) in enumerate(names):
        if at == street:
            found.street, found.kind = _street(rest, found.plot)
        elif street is None or at < street:
            found.house = found.house or _house(rest)
    if found.kind in _BUILDINGS and not found.number and not found.house:
        # Flat 3 of Beech Court is also written 3 Beech Court.
        found.number, found.flat = found.flat.replace(UNKNOWN, ""), ""
    return Address(
        postcode, found.number, found.flat, found.house, tuple(found.street), found.kind
    )


def _take_unit(words: list[str], found: _Found) -> list[str]:
    """Take "flat 2" or "pitch 7" out, wherever it stands."""
    for at, word in enumerate(words):
        if word not in _UNITS and word not in _PLOTS or _is_floor(words[max(0, at - 2) : at]):
            continue
        after = at + 1
        if after < len(words) and words[after] in _NUMBER_WORDS:
            after += 1
        value = words[after] if after < len(words) else ""
        named = re.fullmatch(r"[0-9]{1,5}[a-z]?|[a-z]|[0-9]+/[0-9]+|[a-z][0-9]{1,3}", value)
        if word in _PLOTS and not named:
            continue
        if not named:
            if word in _UNITS and not found.flat:
                found.flat = UNKNOWN
                return words[:at] + words[at + 1 :]
            continue
        rest = words[:at] + words[after + 1 :]
        if "/" in value:  # flat 2/14: the flat, then the house
            found.flat, found.number = value.split("/", 1)
        elif word in _PLOTS and not found.number:
            found.number, found.plot = value, True
        else:
            found.flat = value
        return rest
    return words


def _is_floor(words: list[str]) -> bool:
    return any(word in _FLOORS for word in words)


def _take_floor(words: list[str], found: _Found) -> list[str]:
    """Take "rear of", "ground floor flat" or "back door" out."""
    for at, word in enumerate(words):
        if word not in _FLOORS or (at and words[at - 1] not in _FLOOR_WORDS and at + 1 < len(words)
                                   and words[at + 1] not in _FLOOR_WORDS):  # fmt: skip
            continue
        end = at + 1
        while end < len(words) and words[end] in _FLOOR_WORDS:
            end += 1
        if end == at + 1 and len(words) > 1 and not (
            end < len(words) and _NUMBER.fullmatch(words[end])
        ):  # "Front Street", "Upper Lane"
            continue
        # A back door leads into the same home.
        if "door" not in words[at:end] and "entrance" not in words[at:end]:
            found.flat = found.flat if found.flat not in ("", UNKNOWN) else _FLOORS[word]
        return words[:at] + words[end:]
    return words


def _take_number(words: list[str], found: _Found) -> list[str]:
    """Take the number of the house out: 14, 14b, 14 b, 14/2 or 14-16."""
    for at, word in enumerate(words):
        if found.number and not _NUMBER.fullmatch(word):
            continue
        pair = re.fullmatch(r"([0-9]{1,5}[a-z]?)([/-])([0-9]{1,5}|[a-z])", word)
        if not pair and not _NUMBER.fullmatch(word):
            continue
        if at and words[at - 1] not in _NUMBER_WORDS and len(words) > at + 1 and found.street:
            continue
        before = [each for each in words[:at] if each not in _NUMBER_WORDS]
        rest = before + words[at + 1 :]
        if found.plot or (found.number and found.flat not in ("", UNKNOWN)):
            return rest if not found.plot else words
        if found.number:  # a plain number before this one was the flat's
            found.flat, found.number = found.number, ""
        if pair:
            number, sign, second = pair.groups()
            is_range = sign == "-" and second.isdigit() and number.isdigit()
            if is_range and int(second) > int(number):
                found.number = word
            else:
                found.number, found.flat = number, second
            return rest
        _number_and_letter(word, found)
        has_letter = not before and rest and re.fullmatch(r"[a-z]", rest[0])
        if has_letter and (len(rest) == 1 or len(rest) > 2 or rest[1] in STREET_TYPES):
            found.flat = found.flat if found.flat not in ("", UNKNOWN) else rest[0]
            rest = rest[1:]
        return rest
    return words


def _number_and_letter(word: str, found: _Found) -> None:
    """14b is flat b of number 14."""
    if word[-1].isalpha():
        found.number = word[:-1].lstrip("0") or "0"
        found.flat = found.flat if found.flat not in ("", UNKNOWN) else word[-1]
    else:
        found.number = word.lstrip("0") or "0"


def _street_among(names: list[list[str]], cut: list[bool], found: _Found) -> int | None:
    """Which part names the street: the last that ends as streets do, else one with the number."""
    ends = [at for at, words in enumerate(names) if _street_end(words) is not None]
    numbered = [at for at, was_cut in enumerate(cut) if was_cut and found.number]
    both = [at for at in ends if at in numbered]
    if both:
        return both[-1]
    if ends:
        return ends[0] if len(ends) == 1 else ends[1] if _is_house(names[ends[0]]) else ends[0]
    if numbered:
        return numbered[-1]
    if found.number and names:
        return 0
    return None


def _is_house(words: list[str]) -> bool:
    return words[-1] in HOUSE_TYPES or words[-1] in (*_BUILDINGS, "ct")


def _street_end(words: list[str]) -> int | None:
    """Where the street's name ends: after its type, and whatever type follows that."""
    for at in range(1, len(words)):
        if words[at] in STREET_TYPES:
            while at + 1 < len(words) and words[at + 1] in STREET_TYPES:
                at += 1
            return at
    return None


def _street(words: list[str], plot: bool) -> tuple[list[str], str]:
    if plot:
        kept = [word for word in words if word not in _SITE_WORDS]
        return kept or words, ""
    end = _street_end(words)
    kept = words if end is None else words[: end + 1]
    kind = STREET_TYPES[kept[-1]] if end is not None else ""
    name = [word for word in (kept[:-1] if kind else kept) if word not in _LITTLE_WORDS]
    if name and name[0] in ("st", "saint"):
        name[0] = "saint"
    if end is None and "caravan" in name:
        name = [word for word in name if word not in _SITE_WORDS] or name
    if "caravan" in name or "holiday" in name:
        name, kind = [word for word in name if word not in _SITE_WORDS] or name, ""
    return name or kept, kind


def _house_before(words: list[str]) -> tuple[list[str], list[str]]:
    """ "Rose Cottage Mill Lane" without its comma."""
    for at in range(1, len(words) - 2):
        if words[at] in HOUSE_TYPES and _street_end(words[at + 1 :]) is not None:
            return words[: at + 1], words[at + 1 :]
    return [], words


def _house(words: list[str]) -> tuple[str, ...]:
    kept = [HOUSE_TYPES.get(word, STREET_TYPES.get(word, word)) for word in words]
    return tuple(word for word in kept if word not in _LITTLE_WORDS)
