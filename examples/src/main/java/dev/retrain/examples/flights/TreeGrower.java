package dev.retrain.examples.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.IndependentRegressionTreeModel;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/** Grows single regression trees with Tribuo's CART trainer. */
final class TreeGrower {

  private static final String TARGET = "residual";
  private static final RegressionFactory REGRESSION = new RegressionFactory();
  private static final SimpleDataSourceProvenance ORIGIN =
      new SimpleDataSourceProvenance("flights", REGRESSION);
  private static final String[] NAMES = FlightFeatures.NAMES.toArray(String[]::new);

  private final CARTRegressionTrainer trainer;

  TreeGrower(int depth, double minLeafRows, long seed) {
    trainer =
        new CARTRegressionTrainer(
            depth, (float) minLeafRows, 0f, 1f, false, new MeanSquaredError(), seed);
  }

  /** Grows the tree that explains the residuals of some of the rows best. */
  Tree grow(double[][] features, double[] residuals, int[] rows) {
    List<Example<Regressor>> examples = new ArrayList<>(rows.length);
    for (int row : rows) {
      examples.add(new ArrayExample<>(new Regressor(TARGET, residuals[row]), NAMES, features[row]));
    }
    var model =
        (IndependentRegressionTreeModel)
            trainer.train(
                new MutableDataset<>(new ListDataSource<>(examples, REGRESSION, ORIGIN)), Map.of());
    return flat(model.getRoots().values().iterator().next(), model.getFeatureIDMap());
  }

  /** Lays Tribuo's nodes out level by level. */
  private static Tree flat(Node<Regressor> root, ImmutableFeatureMap names) {
    List<Node<Regressor>> nodes = new ArrayList<>(List.of(root));
    List<double[]> laid = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i) instanceof SplitNode<Regressor> split) {
        int feature = FlightFeatures.NAMES.indexOf(names.get(split.getFeatureID()).getName());
        laid.add(new double[] {feature, split.splitValue(), nodes.size(), nodes.size() + 1});
        nodes.add(split.getLessThanOrEqual());
        nodes.add(split.getGreaterThan());
      } else {
        LeafNode<Regressor> leaf = (LeafNode<Regressor>) nodes.get(i);
        laid.add(new double[] {-1, leaf.getOutput().getValues()[0], 0, 0});
      }
    }
    return new Tree(
        laid.stream().mapToInt(node -> (int) node[0]).toArray(),
        laid.stream().mapToDouble(node -> node[1]).toArray(),
        laid.stream().mapToInt(node -> (int) node[2]).toArray(),
        laid.stream().mapToInt(node -> (int) node[3]).toArray());
  }
}
