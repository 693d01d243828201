"""Where the store is and how much is too much. Every environment variable of the library is read here."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process; `ENGAGEMENT_STORE=/srv/plenum` sets `store`."""

    model_config = SettingsConfigDict(env_prefix="ENGAGEMENT_", frozen=True, extra="ignore")

    store: Path = Path("data/store")
    """The folder that holds the journal and its index. Created when missing."""

    actor: str = "coordinator"
    """Who writes, as the journal will say where no proxy signs people in."""

    max_file_bytes: int = 25_000_000
    max_rows: int = 200_000
    max_columns: int = 200
    reader_seconds: int = 30
    reader_memory_bytes: int = 1_500_000_000
    """Limits on an uploaded file, and on the process that takes a workbook apart."""
