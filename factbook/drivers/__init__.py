"""Who answers what the pure part asks: for threads, for asyncio, and simulated, with faults."""
