/**
 * Child processes of steps and model servers: what tells one from another that got its number, what
 * they inherit, how they end with everything they started. Public for the packages of this module
 * only; applications use nothing of it.
 */
@NullMarked
package dev.retrain.backend.local.process;

import org.jspecify.annotations.NullMarked;
