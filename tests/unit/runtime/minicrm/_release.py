from generator.runtime.release import ReleaseInfo

NAMESPACE = "http://example.com/ws/Services88"
RELEASE = ReleaseInfo(
    package=__name__.rpartition(".")[0],
    label="12.2",
    services="Services88",
    namespace=NAMESPACE,
    generator="0.1.0",
)
