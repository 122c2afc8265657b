"""What tests of deciders, views and systems need: strategies, specifications, laws, worlds in memory."""
