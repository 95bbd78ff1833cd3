package dev.retrain.example.queue;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ServiceAddress;
import java.nio.file.Path;
import java.time.Duration;

// region settings
/**
 * Where the queue is. Read by a shape, which refuses unknown keys and names every problem at once.
 *
 * @param endpoint the queue's address
 * @param artifactRoot the folder that the queue's workers and this process share
 * @param deadline of every call
 */
record QueueSettings(ServiceAddress endpoint, Path artifactRoot, Duration deadline) {

  private static final Shape<QueueSettings> SHAPE = shape();

  static QueueSettings of(Settings settings) {
    return settings.as(SHAPE);
  }

  private static Shape<QueueSettings> shape() {
    ObjectShape.Builder<QueueSettings> all = ObjectShape.named("QueueSettings");
    var endpoint =
        all.required(
            "endpoint",
            Shapes.text().as(ServiceAddress::parse, ServiceAddress::toString),
            QueueSettings::endpoint,
            "the queue's address");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text().as(Path::of, Path::toString),
            QueueSettings::artifactRoot,
            "the folder shared with the queue's workers");
    var deadline =
        all.optional(
            "deadline",
            Shapes.duration(),
            Duration.ofSeconds(10),
            QueueSettings::deadline,
            "of every call");
    return all.build(f -> new QueueSettings(f.get(endpoint), f.get(root), f.get(deadline)));
  }
}
// endregion settings
