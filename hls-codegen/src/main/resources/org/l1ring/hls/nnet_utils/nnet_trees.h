// Boosted trees: the start value and the leaf of each tree in order, each sum cast to score_t.
// The left branch is taken when x[feature] <= threshold; a leaf has a negative feature.
#ifndef NNET_TREES_H_
#define NNET_TREES_H_

#include "nnet_common.h"

namespace nnet {

struct trees_config {
    static const unsigned n_in = 1;
    static const unsigned n_trees = 1;
    static const unsigned n_nodes = 1;
    static const unsigned max_depth = 0;
    static const bool normalised = false;
    static const unsigned strategy = latency;
    typedef ap_fixed<16, 6> threshold_t;
    typedef ap_fixed<16, 6> value_t;
    typedef ap_fixed<16, 6> score_t;
};

template <unsigned STRATEGY> struct forest {
    template <class data_T, typename CONFIG_T>
    static typename CONFIG_T::value_t score(
        const data_T data[CONFIG_T::n_in], const int root[CONFIG_T::n_trees], const int feature[CONFIG_T::n_nodes],
        const typename CONFIG_T::threshold_t threshold[CONFIG_T::n_nodes], const int left[CONFIG_T::n_nodes],
        const int right[CONFIG_T::n_nodes], const typename CONFIG_T::value_t value[CONFIG_T::n_nodes],
        const typename CONFIG_T::value_t init[1]) {
        #pragma HLS INLINE
        typename CONFIG_T::value_t sum = init[0];
        for (unsigned t = 0; t < CONFIG_T::n_trees; t++) {
            #pragma HLS UNROLL
            int node = root[t];
            for (unsigned depth = 0; depth < CONFIG_T::max_depth; depth++) {
                #pragma HLS UNROLL
                if (feature[node] >= 0) {
                    node = data[feature[node]] <= threshold[node] ? left[node] : right[node];
                }
            }
            sum = typename CONFIG_T::score_t(sum + value[node]);
        }
        return sum;
    }

    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T *data, res_T *res, const int *root, const int *feature,
                    const typename CONFIG_T::threshold_t *threshold, const int *left, const int *right,
                    const typename CONFIG_T::value_t *value, const typename CONFIG_T::value_t *init,
                    const typename CONFIG_T::value_t *normalisation) {
        #pragma HLS INLINE
        const typename CONFIG_T::value_t sum =
            score<data_T, CONFIG_T>(data, root, feature, threshold, left, right, value, init);
        res[0] = CONFIG_T::normalised ? cast<res_T>(sum * normalisation[0]) : cast<res_T>(sum);
    }
};

// Comparisons shared by all trees, choices, and a tree of adders, with the constants in them.
template <> struct forest<distributed_arithmetic> {
    template <class data_T, class res_T, typename CONFIG_T>
    static void run(const data_T *data, res_T *res, const int *, const int *, const typename CONFIG_T::threshold_t *,
                    const int *, const int *, const typename CONFIG_T::value_t *, const typename CONFIG_T::value_t *,
                    const typename CONFIG_T::value_t *) {
        #pragma HLS INLINE
        CONFIG_T::product(data, res);
    }
};

// Nodes of all trees one after the other; normalisation is a factor on the score where there is one.
template <class data_T, class res_T, typename CONFIG_T>
void decision_trees(const data_T data[CONFIG_T::n_in], res_T res[1], const int root[CONFIG_T::n_trees],
                    const int feature[CONFIG_T::n_nodes],
                    const typename CONFIG_T::threshold_t threshold[CONFIG_T::n_nodes],
                    const int left[CONFIG_T::n_nodes], const int right[CONFIG_T::n_nodes],
                    const typename CONFIG_T::value_t value[CONFIG_T::n_nodes],
                    const typename CONFIG_T::value_t init[1], const typename CONFIG_T::value_t normalisation[1]) {
    #pragma HLS INLINE
    forest<CONFIG_T::strategy>::template run<data_T, res_T, CONFIG_T>(data, res, root, feature, threshold, left, right,
                                                                      value, init, normalisation);
}

}  // namespace nnet

#endif
