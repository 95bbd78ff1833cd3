/**
 * Runs pipelines on Azure Machine Learning. What lives here now turns a pipeline into the requests
 * that a client will send, purely: settings, names, one visitor for steps and one for arguments,
 * limits, plan. Calls to the service belong here too, in types of their own that send what {@code
 * Requests} makes; no translator may need them.
 */
@NullMarked
package dev.retrain.backend.azure;

import org.jspecify.annotations.NullMarked;
