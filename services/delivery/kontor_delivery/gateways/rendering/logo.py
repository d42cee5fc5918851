"""The logo as the page carries it: redrawn small, in the colours that PDF/A allows."""

import base64
import warnings
from functools import lru_cache
from io import BytesIO

from kontor_chassis.logs import log
from PIL import Image

KINDS = ("PNG", "JPEG")
#: A larger file or picture is not printed: it would make every document slow.
LARGEST_FILE = 1024 * 1024
MOST_PIXELS = 16_000_000
#: 70 by 18 mm at 300 dots an inch.
PRINTED = (827, 213)


@lru_cache(maxsize=4)
def logo_address(image: bytes) -> str:
    """`image` as an address of the kind `data:`; empty when it is none that can be printed."""
    if not image:
        return ""
    try:
        drawn = _redrawn(image)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, invoices must go out
        log.warning("logo-not-printable", error=repr(error))
        return ""
    return f"data:image/png;base64,{base64.b64encode(drawn).decode()}"


def _redrawn(data: bytes) -> bytes:
    if len(data) > LARGEST_FILE:
        raise ValueError(f"the logo has more than {LARGEST_FILE} bytes")
    Image.open(BytesIO(data), formats=KINDS).verify()
    with warnings.catch_warnings(), Image.open(BytesIO(data), formats=KINDS) as image:
        warnings.simplefilter("ignore")
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"the logo has {image.width} by {image.height} pixels")
        drawn = image.convert("RGBA")
    drawn.thumbnail(PRINTED)
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    written = BytesIO()
    paper.save(written, "PNG")
    return written.getvalue()
