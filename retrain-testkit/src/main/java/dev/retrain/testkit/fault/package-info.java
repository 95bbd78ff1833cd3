/**
 * A proxy on the loopback that loses, delays, breaks and rewrites what passes between a backend's
 * client and a server, as a script states. Independent of any particular service.
 */
@NullMarked
package dev.retrain.testkit.fault;

import org.jspecify.annotations.NullMarked;
