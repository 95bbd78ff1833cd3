/**
 * The root of what backends, deployers, registries and stores implement, with the types of their
 * signatures. Holds nothing but its sub-packages: {@code backend} (translates and runs pipelines),
 * {@code deploy} (sets traffic and reads health), {@code registry} (keeps model versions) and
 * {@code state} (keeps state and leases). Types of {@code dev.retrain.spi} may use {@code
 * dev.retrain.api}, never the reverse.
 */
@NullMarked
package dev.retrain.spi;

import org.jspecify.annotations.NullMarked;
