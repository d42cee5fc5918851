"""The logo: a PNG or JPEG that really is one, small enough to go along with every document."""

import base64
import hashlib
import struct
from io import BytesIO

from kontor_contracts.customers.organisation import Organisation, OrganisationLogoChanged
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Value
from PIL import Image

LARGEST_FILE = 256 * 1024
LONGEST_SIDE = 2000
#: Where a drawing in SVG tells that it is one.
SVG, SVG_HEAD = b"<svg", 2048
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
NO_SVG = (
    "is an SVG drawing; those may carry programs and addresses, and archived documents may hold"
    " neither: export it as PNG, about 830 pixels wide"
)


class Logo(Value):
    """The file as it was sent, with what it was found to be."""

    media_type: str
    sha256: str
    image: bytes


def read_logo(data: bytes) -> Logo:
    """The logo in `data`; InvalidInputError, with why, when documents cannot carry it."""
    if len(data) > LARGEST_FILE:
        raise _refused("too-large", f"has more than {LARGEST_FILE // 1024} kB")
    if SVG in data[:SVG_HEAD].lower():
        raise _refused("svg", NO_SVG)
    media_type = _media_type(data)
    return Logo(media_type=media_type, sha256=hashlib.sha256(data).hexdigest(), image=data)


def event_of(organisation: Organisation, logo: Logo | None) -> OrganisationLogoChanged:
    """The fact that the organisation has this logo now, or none any more."""
    if logo is None:
        return OrganisationLogoChanged(version=organisation.version)
    return OrganisationLogoChanged(
        version=organisation.version,
        media_type=logo.media_type,
        sha256=logo.sha256,
        image=base64.b64encode(logo.image),
    )


def _media_type(data: bytes) -> str:
    """What the content says it is: names and headers are only claims."""
    try:
        Image.open(BytesIO(data), formats=list(MEDIA_TYPES)).verify()
        with Image.open(BytesIO(data), formats=list(MEDIA_TYPES)) as image:
            if max(image.size) > LONGEST_SIDE:
                raise _refused("too-large", f"has more than {LONGEST_SIDE} pixels on a side")
            image.load()
            return MEDIA_TYPES[image.format or ""]
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as wrong:
        raise _refused("no-image", "is no whole PNG or JPEG image") from wrong


def _refused(code: str, message: str) -> InvalidInputError:
    return InvalidInputError("The logo cannot be used.", fields=[FieldError("logo", code, message)])
