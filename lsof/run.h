// One run: scan, gather or stream, report, and the exit status that says whether everything asked for was found.
#pragma once

#include "common/base/result.h"
#include "lsof/options.h"
#include "lsof/rounds.h"

namespace nd::lsof {

struct Outcome {
  int status = 0;       // 0: everything that was asked for by name was found; 1: something was not
  bool listed = false;  // there was something to list
};
Result<Outcome> run(Options options, Rounds& rounds);

}  // namespace nd::lsof
