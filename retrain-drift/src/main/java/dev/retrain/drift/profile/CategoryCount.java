package dev.retrain.drift.profile;

/**
 * A category and how many rows have it.
 *
 * @param category the category
 * @param count its rows
 */
public record CategoryCount(String category, long count) {}
