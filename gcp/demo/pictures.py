"""Invented photos for the demonstration: drawn rooms, with the EXIF that a phone would write.

The same home and scene is the same room from the same place in every state, so that two dates
can be laid side by side.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from gcp.demo.props import Props
from gcp.demo.rooms import FURNITURE, PALETTES, SCENES, SHADES, Scene

MARK = "Invented for demonstration"
SIZE = (1600, 1200)
_QUALITY = 85
_DARK_HOURS = {*range(0, 7), *range(18, 24)}
_DAY = {"sky": "#bfe0f2", "dim_sky": "#9fb1b8"}
_NIGHT = {"sky": "#2b3a55", "dim_sky": "#242c3a"}
_TURNED_RIGHT = 6
# A place in the North Sea: it is there to be stripped.
_PLACE = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (54.0, 30.0, 0.0),
          GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (3.0, 15.0, 0.0)}  # fmt: skip


def draw(
    scene: str,
    state: int,
    taken_at: datetime,
    seed: int,
    size: tuple[int, int] = SIZE,
    mark: str = MARK,
) -> bytes:
    """A JPEG of one scene, best at state 1 and worst at 5; the same bytes for the same arguments.

    `size` is as stored: scenes that a person takes with an upright phone are stored on their side.
    """
    view = SCENES[scene]
    shown = (size[1], size[0]) if view.upright else size
    sky = _NIGHT if taken_at.hour in _DARK_HOURS else _DAY
    image = _painted(view, state, seed, shown, sky).finished((state - 1) / 4, view.glow, mark)
    if view.upright:
        image = image.transpose(Image.Transpose.ROTATE_90)
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, exif=_exif(view, taken_at))
    return out.getvalue()


def _painted(
    view: Scene, state: int, seed: int, size: tuple[int, int], sky: dict[str, str]
) -> Props:
    choice = Random(seed)
    colours = {**choice.choice(PALETTES), **choice.choice(FURNITURE), **SHADES, **sky}
    props = Props(size, colours, choice, view.zoom)
    getattr(props, view.backdrop)(view.half_width)
    for number, (states, thing, *place) in enumerate(view.rows):
        if str(state) in states:
            # Each thing has its own chance, so that it lies the same in every state.
            props.rng = Random(seed + number)
            getattr(props, thing)(*place)
    return props


def _exif(view: Scene, taken_at: datetime) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Drawn", "Demonstration"
    exif[Base.Orientation] = _TURNED_RIGHT if view.upright else 1
    inner = exif.get_ifd(IFD.Exif)
    inner[Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    if taken_at.utcoffset() is not None:
        inner[Base.OffsetTimeOriginal] = taken_at.isoformat()[-6:]
    if view.has_place:
        exif.get_ifd(IFD.GPSInfo).update(_PLACE)
    return exif
