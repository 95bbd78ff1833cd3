/** Settings of the clients of services: addresses, credentials, certificates, deadlines. */
@NullMarked
package dev.retrain.spi.client;

import org.jspecify.annotations.NullMarked;
