// Least privilege: what a tool needs is opened first, then every capability goes, for good. A program that parses
// foreign bytes afterwards has nothing left to lend to whoever wrote them.
#pragma once

#include <vector>

#include "common/base/result.h"

namespace nd {

// No execve from here on gains a privilege (prctl(2) PR_SET_NO_NEW_PRIVS); inherited by children.
Status forbid_new_privileges();
// No core dump and no ptrace by the same user, who might otherwise take over descriptors that were opened with a
// capability. Left out where a leak checker must trace the program.
Status make_undumpable();
// Effective, permitted and inheritable capabilities emptied, an effective user id that differs from the real one given
// back; checked afterwards. The bounding set stays: forbid_new_privileges() makes it moot, and emptying it would cost a
// system call per capability at every start.
Status drop_privileges();
// The same for all but `kept`, of which those that are permitted now stay, in effect.
Status keep_privileges(const std::vector<int>& kept);
// The bounding set emptied as far as that is allowed, which takes CAP_SETPCAP: before the others go.
void empty_bounding_set();

}  // namespace nd
