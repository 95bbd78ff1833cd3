package dev.retrain.kfp.ir;

import java.time.Duration;

/**
 * How often and when a failed task is tried again.
 *
 * @param maxRetries attempts after the first, at least 1
 * @param backoff the wait before the first retry
 * @param factor by which each further wait grows, at least 1
 * @param maxBackoff the longest wait; the services cap it at one hour
 */
public record RetryPolicy(int maxRetries, Duration backoff, double factor, Duration maxBackoff) {}
