package dev.retrain.testkit.tck;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;

/** Makes the backend whose processes the kit's own tests kill. */
public final class FiledBackendProvider implements BackendProvider {

  static final String NAME = "filed";

  private record Place(String folder, FiledBackend.Flaw flaw) {}

  private static final Shape<Place> SHAPE = shape();

  private static Shape<Place> shape() {
    ObjectShape.Builder<Place> all = ObjectShape.named("FiledSettings");
    var folder = all.required("folder", Shapes.text(), Place::folder, "where runs are noted");
    var flaw =
        all.required("flaw", Shapes.choice(FiledBackend.Flaw.class), Place::flaw, "what is wrong");
    return all.build(f -> new Place(f.get(folder), f.get(flaw)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    settings.as(SHAPE);
    return new SmallTranslator();
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse("folder: somewhere\nflaw: none\n", "placeholder");
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    Place place = settings.as(SHAPE);
    Path folder = Path.of(place.folder());
    return new FiledBackend(
        SmallService.at(folder.resolveSibling("work"), context.clock()), folder, place.flaw());
  }
}
