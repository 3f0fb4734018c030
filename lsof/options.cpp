namespace nd::lsof {}
