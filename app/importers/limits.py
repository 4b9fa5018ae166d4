"""Bounds on the child process that reads a foreign file."""

from __future__ import annotations

import sys


def bound_memory(megabytes: int) -> None:
    """Let this process take no more memory than ``megabytes``; beyond it an allocation fails.

    On POSIX by RLIMIT_AS; on Windows, which has no such limit, by a job object that holds only this process.
    Where the system refuses to set a bound, the time limit and the limits on size remain.
    """
    if sys.platform == "win32":
        _bound_on_windows(megabytes)
    else:
        _bound_on_posix(megabytes)


if sys.platform == "win32":

    def _bound_on_windows(megabytes: int) -> None:
        import ctypes
        from ctypes import wintypes

        class _Limits(ctypes.Structure):
            """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of the Windows headers."""

            _fields_ = (
                ("PerProcessUserTimeLimit", ctypes.c_int64),
                ("PerJobUserTimeLimit", ctypes.c_int64),
                ("LimitFlags", wintypes.DWORD),
                ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t),
                ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t),
                ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
                ("IoInfo", ctypes.c_uint64 * 6),
                ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t),
                ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            )

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        )  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        job = kernel.CreateJobObjectW(None, None)
        limits = _Limits(LimitFlags=0x100, ProcessMemoryLimit=megabytes * 1024 * 1024)  # PROCESS_MEMORY
        if job and kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
            kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())

else:

    def _bound_on_posix(megabytes: int) -> None:
        import resource

        wanted = megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
