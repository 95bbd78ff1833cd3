package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.serving.ModelHosting;

/** Loads models and tells the log of those that cannot be. */
record LoggedHosting(ModelLoader loader) implements ModelHosting<ServedModel> {

  @Override
  public ServedModel load(ModelVersion version) throws Exception {
    try {
      return loader.load(version);
    } catch (Exception | LinkageError e) {
      EndpointLog.loadFailed(version, e);
      throw e;
    }
  }

  @Override
  public boolean isHealthy(ServedModel model) {
    return model.isHealthy();
  }

  @Override
  public void release(ServedModel model) {
    model.close();
  }
}
