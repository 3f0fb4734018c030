// What the kernel says about links, addresses, routes and neighbours (rtnetlink(7)): payloads of RTM_NEW* messages,
// after their nlmsghdr, to the model. Parsers return nullopt for a payload too short for its fixed header.
#pragma once

#include <optional>

#include "common/base/byte_reader.h"
#include "common/model/network.h"

namespace nd {

std::optional<Interface> parse_link_message(Bytes payload);
std::optional<Route> parse_route_message(Bytes payload);
std::optional<Neighbour> parse_neighbour_message(Bytes payload);
std::optional<InterfaceAddress> parse_address_message(Bytes payload);

}  // namespace nd
