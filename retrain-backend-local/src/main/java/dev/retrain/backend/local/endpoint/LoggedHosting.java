package dev.retrain.backend.local.endpoint;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.serving.ModelHosting;

/**
 * Loads models and writes those that cannot be loaded to the log. Whatever a model throws, an
 * {@code Error} included, is a fault of that version and of nothing else.
 */
record LoggedHosting(ModelLoader loader) implements ModelHosting<ServedModel> {

  @Override
  public ServedModel load(ModelVersion version) throws Exception {
    try {
      return loader.load(version);
    } catch (Exception e) {
      EndpointLog.loadFailed(version, e);
      throw e;
    } catch (Throwable e) {
      EndpointLog.loadFailed(version, e);
      throw new PermanentFailure(version + " cannot be loaded: " + e, FailureContext.none(), e);
    }
  }

  @Override
  public boolean isHealthy(ServedModel model) {
    try {
      return model.isHealthy();
    } catch (Throwable e) {
      return false;
    }
  }

  @Override
  public void release(ServedModel model) {
    try {
      model.close();
    } catch (Throwable e) {
      EndpointLog.unexpected("closing a model", e);
    }
  }
}
