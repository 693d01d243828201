"""The document as plain JSON, for programs."""

import json

from engagement.document import Document


def write(document: Document) -> bytes:
    """The document field by field, in the order of the model, UTF-8; what is not known is null."""
    fields = document.model_dump(mode="json")
    return (json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")
