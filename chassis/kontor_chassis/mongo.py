"""MongoDB through PyMongo's async API: the client, and how our values are written in BSON."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions, TypeCodec, TypeEncoder, TypeRegistry
from bson.decimal128 import Decimal128
from pydantic import BaseModel
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from kontor_chassis.settings import ServiceSettings

#: A document as BSON knows it; models are made from it in `store` and `chassis`.
Document = dict[str, Any]
Client = AsyncMongoClient[Document]
Database = AsyncDatabase[Document]
Collection = AsyncCollection[Document]
ModelT = TypeVar("ModelT", bound=BaseModel)
#: So begin the names of collections that hold nothing to keep: no back-up takes them.
SCRATCH = "scratch_"


class _DecimalCodec(TypeCodec):
    python_type = Decimal
    bson_type = Decimal128

    def transform_python(self, value: Decimal) -> Decimal128:
        return Decimal128(value)

    def transform_bson(self, value: Decimal128) -> Decimal:
        return value.to_decimal()


class _DateEncoder(TypeEncoder):
    """A civil day is kept as ISO text: it has no time zone, and text sorts right."""

    python_type = date

    def transform_python(self, value: date) -> str:
        return value.isoformat()


CODEC: CodecOptions[Document] = CodecOptions(
    tz_aware=True,
    uuid_representation=UuidRepresentation.STANDARD,
    type_registry=TypeRegistry([_DecimalCodec(), _DateEncoder()]),
)


def connect(settings: ServiceSettings) -> Client:
    """A client; connects when first used. Writes are acknowledged by the majority and journaled."""
    return AsyncMongoClient(
        settings.mongo_url,
        w="majority",
        journal=True,
        retryWrites=True,
        serverSelectionTimeoutMS=10_000,
        appname="kontor",
    )


def open_database(client: Client, settings: ServiceSettings, service: str) -> Database:
    """The service's own database, with our codec."""
    return client.get_database(settings.database_prefix + service, codec_options=CODEC)


def to_document(model: BaseModel) -> Document:
    """The model as a document; `id` becomes `_id`."""
    document = model.model_dump()
    if "id" in document:
        document = {"_id": document.pop("id"), **document}
    return document


def from_document(model: type[ModelT], document: Mapping[str, object]) -> ModelT:
    """The model that `to_document` wrote; bookkeeping fields beside it are ignored."""
    fields = dict(document)
    if "id" in model.model_fields:
        fields["id"] = fields.pop("_id")
    return model.model_validate(fields)
