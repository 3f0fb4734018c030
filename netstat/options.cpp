namespace nd::netstat {}
