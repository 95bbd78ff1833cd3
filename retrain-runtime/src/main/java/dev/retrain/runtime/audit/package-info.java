/**
 * Exports of the decision log: JSON lines that can be checked, read and evaluated again without the
 * store. Nothing here decides or changes anything.
 *
 * <p>A line is the canonical JSON (keys sorted by code unit, no space) of {@code {decision, hash,
 * previous, sequence}}, and {@code signature} where it is signed. {@code hash} is the SHA-256 of
 * the canonical JSON of {@code {decision, previous, sequence}}; {@code previous} is the hash of the
 * entry before in the same retraining's chain, 64 zeros for the first; {@code signature} is the
 * Ed25519 signature of the 64 characters of {@code hash}, in Base64, made by the store when the
 * entry is written, or at export.
 */
@NullMarked
package dev.retrain.runtime.audit;

import org.jspecify.annotations.NullMarked;
