"""Mechanisms that know how written language works and no layer: phrases, sentences, number words, noun phrases."""
