/**
 * What the loop creates outside: recorded before it is created, ended when it has outlived its
 * time, and compared with what the services hold.
 */
@NullMarked
package dev.retrain.runtime.resource;

import org.jspecify.annotations.NullMarked;
