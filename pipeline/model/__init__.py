"""The typed content: strategies, vocabulary, house rules, the library as checked and as published."""
