// CLI11, which costs a compiler some six seconds: for the few sources that declare or parse options. Everybody else
// makes do with the name of CLI::App.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>  // App.hpp only declares what these two define
#include <CLI/Formatter.hpp>
