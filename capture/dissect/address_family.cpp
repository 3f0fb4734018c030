#include "capture/dissect/address_family.h"

namespace nd::capture {
namespace {

constexpr Token kAddressFamiliesTable[] = {
    {0, "Reserved"},
    {1, "IPv4"},
    {2, "IPv6"},
    {3, "NSAP"},
    {4, "HDLC"},
    {5, "BBN 1822"},
    {6, "802"},
    {7, "E.163"},
    {8, "E.164"},
    {9, "F.69"},
    {0xa, "X.121"},
    {0xb, "Novell IPX"},
    {0xc, "Appletalk"},
    {0xd, "Decnet IV"},
    {0xe, "Banyan Vines"},
    {0xf, "E.164 with NSAP subaddress"},
    {0xc4, "Layer-2 VPN"},
    {0x19, "VPLS"},
};

constexpr Token kPseudowireTypesTable[] = {
    {0, "Reserved"},
    {1, "Frame Relay DLCI (Martini Mode)"},
    {2, "ATM AAL5 SDU VCC transport"},
    {3, "ATM transparent cell transport"},
    {4, "Ethernet VLAN"},
    {5, "Ethernet"},
    {6, "Cisco-HDLC"},
    {7, "PPP"},
    {8, "SONET/SDH Circuit Emulation Service over MPLS"},
    {9, "ATM n-to-one VCC cell transport"},
    {0xa, "ATM n-to-one VPC cell transport"},
    {0xb, "IP Layer2 Transport"},
    {0xc, "ATM one-to-one VCC Cell Mode"},
    {0xd, "ATM one-to-one VPC Cell Mode"},
    {0xe, "ATM AAL5 PDU VCC transport"},
    {0xf, "Frame-Relay Port mode"},
    {0x10, "SONET/SDH Circuit Emulation over Packet"},
    {0x11, "Structure-agnostic E1 over Packet"},
    {0x12, "Structure-agnostic T1 (DS1) over Packet"},
    {0x13, "Structure-agnostic E3 over Packet"},
    {0x14, "Structure-agnostic T3 (DS3) over Packet"},
    {0x15, "CESoPSN basic mode"},
    {0x16, "TDMoIP basic mode"},
    {0x17, "CESoPSN TDM with CAS"},
    {0x18, "TDMoIP TDM with CAS"},
    {0x19, "Frame Relay DLCI"},
    {0x40, "IP-interworking"},
};

constexpr Token kL2vpnEncapsulationsTable[] = {
    {0, "Reserved"},
    {1, "Frame Relay"},
    {2, "ATM AAL5 SDU VCC transport"},
    {3, "ATM transparent cell transport"},
    {4, "Ethernet (VLAN) Tagged Mode"},
    {5, "Ethernet Raw Mode"},
    {6, "Cisco HDLC"},
    {7, "PPP"},
    {8, "SONET/SDH Circuit Emulation Service over MPLS"},
    {9, "ATM n-to-one VCC cell transport"},
    {0xa, "ATM n-to-one VPC cell transport"},
    {0xb, "IP layer 2 transport"},
    {0xf, "Frame Relay Port mode"},
    {0x11, "Structure-agnostic E1 over packet"},
    {0x12, "Structure-agnostic T1 (DS1) over packet"},
    {0x13, "VPLS"},
    {0x14, "Structure-agnostic T3 (DS3) over packet"},
    {0x15, "Nx64kbit/s Basic Service using Structure-aware"},
    {0x19, "Frame Relay DLCI"},
    {0x28, "Structure-agnostic E3 over packet"},
    {0x29, "Octet-aligned playload for Structure-agnostic DS1 circuits"},
    {0x2a, "E1 Nx64kbit/s with CAS using Structure-aware"},
    {0x2b, "DS1 (ESF) Nx64kbit/s with CAS using Structure-aware"},
    {0x2c, "DS1 (SF) Nx64kbit/s with CAS using Structure-aware"},
};

}  // namespace

const Tokens kAddressFamilies{kAddressFamiliesTable};
const Tokens kPseudowireTypes{kPseudowireTypesTable};
const Tokens kL2vpnEncapsulations{kL2vpnEncapsulationsTable};

}  // namespace nd::capture
