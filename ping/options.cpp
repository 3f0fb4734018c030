namespace nd::ping {}
