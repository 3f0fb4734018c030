namespace nd::capture {}
