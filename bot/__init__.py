"""The running programme: configuration, receiver, worker, courier, clock and command line."""
