"""Files that are sent, with a name and a content type, and files as they arrive."""

from ._runtime.files import File, FileContent
from ._runtime.streams import AsyncDownload, Download

__all__ = ["AsyncDownload", "Download", "File", "FileContent"]
